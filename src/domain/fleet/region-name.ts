/** `West Europe` and `westeurope` are one region. */
export function toRegionName(text: string): string {
  return text.toLowerCase().replaceAll(' ', '');
}

const directions = /north|south|east|west|central/;

/**
 * Whether a text can be the name of a region. Every one of them has a direction in it, but for those of Azure Government
 * ("Azure regions list", 2026). No list of names: a region that Azure opens tomorrow must not keep the app from starting.
 */
export function isRegionName(name: string): boolean {
  if (/^usgov(?:virginia|texas|arizona|iowa)$/.test(name)) return true;
  return /^[a-z]{6,}[0-9]?(?:euap|stage|stg)?$/.test(name) && directions.test(name);
}
