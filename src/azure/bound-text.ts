const longest = 1_000;

/** Texts that open doors. Messages of Azure are kept in rows and shown to people, so they must hold none. */
const secrets: readonly RegExp[] = [
  /\bbearer\s+[\w.~+/=-]+/gi,
  /\beyJ[\w-]{8,}\.[\w-]+(\.[\w-]+)?/g,
  /\b(sig|sv|code|client_secret|password|pwd|accountkey|sharedaccesskey|sharedsecret|access_token)=[^\s&;"']+/gi,
  /"(password|secret|protectedSettings|access_token|client_secret|key)"\s*:\s*"[^"]*"/gi,
];

/** A text of Azure as it may be kept: at most 1,000 characters, tokens and keys taken out. */
export function boundText(text: string): string {
  const clean = secrets.reduce((rest, secret) => rest.replace(secret, '[removed]'), text);
  return clean.length <= longest ? clean : `${clean.slice(0, longest - 1)}…`;
}
