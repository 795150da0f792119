/** Thrown for a query that is not answered; becomes a 400 with one detail. */
export class RefusedQuery extends Error {
  /** Code of the detail. */
  readonly code: string;
  /** The operator, function or name that it is about. */
  readonly token: string;
  /** Offset in the query; undefined where none applies. */
  readonly start: number | undefined;

  constructor(code: string, token: string, message: string, start?: number) {
    super(message);
    this.code = code;
    this.token = token;
    this.start = start;
  }
}

/** The refusal of an operator, function or form that is not executed here. */
export function notSupported(what: string, token: string, start?: number): RefusedQuery {
  return new RefusedQuery('InvalidQueryLanguage', token, `The ${what} '${token}' is not supported.`, start);
}
