/** What a request, or the operation that it started, is about. */
export interface Addressed {
  /** ARM id of the machine, or of another target. */
  readonly targetId: string;
  /** ARM id of what is written: the target itself, an extension, an association. */
  readonly resourceId: string;
  readonly extension?: { readonly name: string; readonly publisher: string; readonly type: string };
  /** Other resources that the request names. */
  readonly references?: readonly Reference[];
}

export interface Reference {
  readonly id: string;
  readonly as: 'rule' | 'identity' | 'image' | 'endpoint';
}
