import type { MachineFacts } from '../domain/machine/machine-facts.ts';

/** What the replies about a machine itself tell; its group's owner and its associations are read apart. */
export interface MachineReading extends Omit<MachineFacts, 'machine' | 'associations'> {
  /** The id as Azure writes it. */
  readonly resourceId: string;
}
