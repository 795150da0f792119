/** `Registered`, `Registering`, `NotRegistered` ... by lower-case namespace (Azure REST API, Providers - List). */
export type ProviderFacts = Readonly<Record<string, string>>;
