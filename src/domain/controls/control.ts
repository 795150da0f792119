export type ControlKind = 'arm' | 'freeze';

/** An operator's word for a scope: armed, or frozen. */
export interface Control {
  /** An ARM scope id, or `*` for everything. */
  readonly scope: string;
  readonly by: string;
  readonly at: string;
  readonly why: string;
  readonly planHash: string | undefined;
}
