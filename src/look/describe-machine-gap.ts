import type { GraphGap } from '../ports/inventory.ts';

/** Why an answer of Resource Graph does not have all machines, for whoever asked about one subscription. */
export function describeMachineGap(gap: GraphGap): string {
  switch (gap.reason) {
    case 'throttled':
      return `Azure Resource Graph asked to wait ${gap.seconds} s`;
    case 'failed':
    case 'unreadable':
      return `page ${gap.page} of Azure Resource Graph ${gap.reason === 'failed' ? 'did not come' : 'cannot be read'}`;
    case 'truncated':
      return `Azure Resource Graph gave ${gap.rows} of ${gap.total} machines`;
    case 'shifted':
      return 'machines came or went while Azure Resource Graph was read';
    case 'tooManyPages':
      return `more than ${gap.pages} pages of machines`;
    case 'missingSubscriptions':
      return 'Azure Resource Graph does not show the subscription';
  }
}
