// The package's one error.

/** Why a call could not be answered; `code` tells the sort to programs. */
export class EvenkeelError extends Error {
  constructor(message, code, options) {
    super(message, options);
    this.name = "EvenkeelError";
    this.code = code;
  }
}

/** Throws an error of the package. */
export function fail(code, message, cause) {
  throw new EvenkeelError(message, code, cause === undefined ? undefined : { cause });
}
