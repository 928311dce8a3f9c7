// The same package by `require`.

import evenkeel = require("evenkeel");

const found: evenkeel.Check = evenkeel.check("a\n1\n", [{ a: 2 }]);
const model: evenkeel.Model = evenkeel.Model.read(new Uint8Array());

export = { severity: found.dataset.severity, classes: model.classes };
