import { serviceNames } from '../domain/service-name.ts';

/**
 * Findings stand in one column, `support=satisfied ama=wanted`: a query names the columns it wants, and the services
 * of another release have names that this one does not know. The flat columns beside it are for the first release,
 * which reads and writes only those.
 */
export const findingsColumn = 'findings';

/** Column names may hold letters, digits and underscores only. */
export const flatFindings: readonly (readonly [service: string, column: string])[] = serviceNames.map((service) => [
  service,
  `finding_${service.replaceAll('-', '_')}`,
]);

export function toFindingColumns(
  findings: Readonly<Record<string, { readonly kind: string }>>,
): Readonly<Record<string, string>> {
  const kinds = new Map(Object.entries(findings).map(([service, finding]) => [service, finding.kind]));
  const flat = flatFindings.map(([service, column]) => [column, kinds.get(service) ?? '']);
  return {
    ...Object.fromEntries(flat),
    [findingsColumn]: [...kinds].map(([service, kind]) => `${service}=${kind}`).join(' '),
  };
}

/** The kind of finding by service. A row of the first release has the flat columns alone. */
export function readFindings(columns: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const compact = columns[findingsColumn];
  const pairs =
    typeof compact === 'string'
      ? compact.split(' ').map((pair) => pair.split('='))
      : flatFindings.map(([service, column]) => [service, columns[column]]);
  const told = pairs.filter(([service, kind]) => service !== '' && typeof kind === 'string' && kind !== '');
  return Object.fromEntries(told);
}
