// Node.js, by `import`: the same engine as by `require`, so that both have one memory.

import api from "./node.cjs";

export const { check, profile, Profile, Model, EvenkeelError, version, init, initSync } = api;

export default init;
