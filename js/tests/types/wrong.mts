// Each marked line must not pass.

import { check, EvenkeelError, Model, Profile, profile } from "evenkeel";

// @ts-expect-error: there is no such preset.
check("a\n1\n", "a\n1\n", { preset: "bold" });
// @ts-expect-error: there is no such option.
check("a\n1\n", "a\n1\n", { presett: "robust" });
// @ts-expect-error: there is no such method.
check("a\n1\n", "a\n1\n", { columns: { a: { method: "kolmogorov" } } });
// @ts-expect-error: two sides are needed.
check("a\n1\n");
// @ts-expect-error: a cell is no array.
profile([{ a: [1] }]);
// @ts-expect-error: a profile is made by functions.
new Profile();
// @ts-expect-error: a model is made by a function.
new Model();
// @ts-expect-error: a verdict may be missing.
check("a\n1\n", "a\n1\n").columns[0].verdict.drifted;
// @ts-expect-error: there is no such code.
new EvenkeelError("words", "unknown");
// @ts-expect-error: facts are read only.
profile("a\n1\n").rows = 3;
