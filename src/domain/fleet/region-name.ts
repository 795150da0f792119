/** `West Europe` and `westeurope` are one region. */
export function toRegionName(text: string): string {
  return text.toLowerCase().replaceAll(' ', '');
}
