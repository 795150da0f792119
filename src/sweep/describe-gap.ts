import type { DeniedGroup, GraphGap } from '../ports/inventory.ts';

/** Why an answer of Resource Graph is not all of it, for whoever reads the log or the status. */
export function describeGap(gap: GraphGap): string {
  switch (gap.reason) {
    case 'throttled':
      return `Azure Resource Graph was asked too often and is to be left alone for ${gap.seconds} s; the next sweep asks again`;
    case 'failed':
      return `page ${gap.page} of Azure Resource Graph was refused: ${describeFailure(gap)}. Check that the app has the role Reader on the scope of fleet.json`;
    case 'unreadable':
      return `page ${gap.page} of Azure Resource Graph has not the form that is agreed: ${describeFailure(gap)}`;
    case 'truncated':
      return `Azure Resource Graph gave ${gap.rows} of ${gap.total} rows and no way to the rest; name smaller management groups`;
    case 'shifted':
      return `rows came or went while page ${gap.page} was read; the next sweep asks again`;
    case 'tooManyPages':
      return `there are more than ${gap.pages} pages; name smaller management groups`;
    case 'missingSubscriptions':
      return `Azure Resource Graph says nothing of ${gap.subscriptions.join(', ')}`;
  }
}

function describeFailure({ failure }: Extract<GraphGap, { reason: 'failed' | 'unreadable' }>): string {
  if (failure.source === 'network') return failure.message;
  const status = failure.source === 'http' ? `${failure.status} ` : '';
  return `${status}${failure.code}: ${failure.message}`;
}

/** Which management groups were not answered, and what to do. */
export function describeDenied(denied: readonly DeniedGroup[]): string {
  const named = (why: DeniedGroup['why']): string =>
    denied.flatMap((one) => (one.why === why ? [`'${one.group}'`] : [])).join(', ');
  const [refused, invalid] = [named('refused'), named('invalid')];
  return [
    refused === ''
      ? ''
      : `the app may read nothing in the management groups ${refused}: give it the role Reader there, or take them out of fleet.json`,
    invalid === ''
      ? ''
      : `Azure Resource Graph takes ${invalid} for no ids of management groups: write the id in fleet.json, which is not the name that the portal shows, or take them out`,
  ]
    .filter((text) => text !== '')
    .join('; ');
}
