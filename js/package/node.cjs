// Node.js, by `require`: the engine is loaded from the file beside this one.

const engine = require("./engine.cjs");
const { createApi } = require("./api.cjs");

/** Nothing to load here; so that one program runs in Node.js and elsewhere. */
async function init() {}

function initSync() {}

const { check, profile, Profile, Model, EvenkeelError, version } = createApi(engine);

module.exports = { check, profile, Profile, Model, EvenkeelError, version, init, initSync, default: init };
