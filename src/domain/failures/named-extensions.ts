/** An extension as a text names it. */
export interface NamedExtension {
  /** Its name, its type, or its handler as `publisher.type` or `publisher/type`: texts say any of them for it. */
  readonly label?: string;
  readonly publisher?: string;
  readonly type?: string;
  /** Where in the text. */
  readonly at: number;
  /** The text says that another extension waits for this one. */
  readonly isCause: boolean;
}

/** "Extension" in the languages of Azure's portal. */
export const extensionWord =
  '(?:extensions?|erweiterung(?:en)?|estensione|extensi[oó]n|extensão|extensie|uitbreiding|rozszerzeni[ae]|rozšíření|tillägget|bővítmény|расширени[ея]|uzantı(?:sı)?|拡張機能|扩展|擴充功能|확장)';

/** Words that follow "extension" without being a name. */
const noName =
  '(?!(?:has|have|had|is|was|are|were|be|can|cannot|could|will|did|does|that|which|with|for|of|on|in|to|and|or|as|at|by|it|type|types|handler|handlers|names?|operations?|processing|services?|manager|provisioning|errors?|failed|failures?|returned|not|from|status|messages?|packages?|already|publisher|resources?|list|policy|signature|allow|block|logs?|settings|installation|instance|output|timed|depends|due|because|since|named|van|der|die|des|du|de|del|della|hat|ist|wurde|est|ha|es|no|immutable|may|must|should|would|when|while|if|than|then|not|an?|the|this|write|delete|message)\\b)';
const bareName = `${noName}([\\w-][\\w.-]*[\\w-])`;
const anyName = `(?:['[]([^'\\]]{1,150})['\\]]|${bareName})`;

/**
 * Where texts name an extension. Sources: Compute, Azure/azuresandbox#155, hashicorp/terraform-provider-azurerm#22772,
 * MicrosoftDocs/azure-docs#104613; its dependencies, Azure/WALinuxAgent#3162; the guest agent, Azure/WALinuxAgent#3259;
 * Arc, microsoft/azure_arc#2705.
 */
const labels: readonly RegExp[] = [
  // Before the others: the same words with the cause in front.
  new RegExp(`depend(?:s|ent|ed|ency|encies|ing)?\\b[^.']{0,40}?extensions?:?\\s+${anyName}`, 'gi'),
  /\bextension dependenc(?:y|ies):?\s+'([^']{1,150})'/gi,
  new RegExp(`${extensionWord}(?: name)?\\s*:?\\s*['[]([^'\\]]{1,150})['\\]]`, 'gi'),
  // Where the name comes first.
  new RegExp(`(?<![\\w-])'([\\w.-]{1,150})'[ \\u00a0]*(?:vm[ -]?)?${extensionWord}(?![\\w-])`, 'gi'),
  // Arc, and handlers that tell how they ended.
  new RegExp(
    `(?:${extensionWord}|handler for)\\s+${bareName}(?=\\s+(?:has |have )?(?:returned|exited|ended|terminated|a |hat |ist |ha )\\b)`,
    'gi',
  ),
  // A handler's type as the heading of what it said.
  /(?:^|: )((?:[A-Z][a-z]+){2,}[\w.]*|[A-Z]\w+(?:\.\w+)+)(?<!Error|Exception|Failure|Timeout): (?=.{0,200}?exit)/gm,
  new RegExp(
    `(?:processing(?: of)?|extension name:|run|install|enable|update|provisioning of) (?:vm ?)?extension:?\\s+${bareName}`,
    'gi',
  ),
  new RegExp(
    `extension\\s+${bareName}(?=\\s+(?:has |have )?(?:already )?(?:timed out|failed|is marked|is (?:still )?in (?:an? )?(?:failed|error)|did not|reported|\\(publisher))`,
    'gi',
  ),
  /\/extensions\/([^/'"\s?,;()[\]{}]{1,150})/gi,
  /(?:handler|extension(?: of)? type)\s*:?\s*'([\w.-]{1,150})'/gi,
  /(?:handler|extension(?: of)? type|extension)\s*:?\s+([\w-]+\.[\w.-]+\/[\w.-]*[\w-]|[\w-]+\.[\w-]+\.[\w.-]*[\w-])/gi,
  /extension of type\s+([\w.-]*[\w-])/gi,
  /(?:plugin \(name:|(?:install|enable|update|uninstall|disable)(?:ation)? failed for(?: plugin)?)\s*([\w-]+\.[\w.-]*[\w-])/gi,
  // The command of a handler that ended badly: /var/lib/waagent/P.T-1.2.3/, C:\Packages\Plugins\P.T\1.2.3\
  /non-zero exit code(?: for \w+)?:?\s*\d+,?\s+'?(?:\/var\/lib\/waagent\/|[a-z]:\\+packages\\+plugins\\+)([\w.-]+?)(?:-|\\+)\d[\d.]*[\\/]/gi,
];

/** So many of them name an extension that another waits for. */
const causes = 2;

const publisherWord =
  '(?:publisher|herausgeber|éditeur|editore?|editor|uitgever|wydawca|издатель|発行元|发布者|게시자)';
const typeWord = '(?:type|typ|tipo|тип|種類|类型|형식)';
const and = '(?:(?:and|und|et|e|y|en|i|и|と|和|및)\\s+)?';
const value = "\\s*[:=]?\\s*'?(?!(?:and|or|und|type|of|are|is|cannot)\\b)([\\w-][\\w.-]*)'?";

const pairs = {
  publisherFirst: new RegExp(`${publisherWord}${value},?\\s*${and}(?:extension\\s*)?${typeWord}${value}`, 'gi'),
  typeFirst: new RegExp(`${typeWord}${value},?\\s*${and}${publisherWord}${value}`, 'gi'),
};

/** A publisher and type this close behind a name belong to it. */
const pairWithin = 250;

/** Every extension that a text with plain quotes names, in order. */
export function namedExtensions(text: string): readonly NamedExtension[] {
  const named = labels.flatMap((pattern, index) =>
    [...text.matchAll(pattern)].map((match): Labelled => {
      const label = match[1] ?? match[2] ?? '';
      return { label, at: match.index + match[0].lastIndexOf(label), isCause: index < causes };
    }),
  );
  const once = named.filter(({ label, at }, index) => {
    return label !== '' && named.findIndex((other) => other.label === label && other.at === at) === index;
  });
  const found: readonly NamedExtension[] = once.sort((a, b) => a.at - b.at);
  return pairsOf(text).reduce(withPair, found);
}

type Labelled = NamedExtension & { readonly label: string };
interface Pair {
  readonly publisher: string;
  readonly type: string;
  readonly at: number;
}

function pairsOf(text: string): readonly Pair[] {
  const told = (pattern: RegExp, isTypeFirst: boolean) =>
    [...text.matchAll(pattern)].map(({ 1: first = '', 2: second = '', index }) =>
      isTypeFirst ? { publisher: second, type: first, at: index } : { publisher: first, type: second, at: index },
    );
  const first = told(pairs.publisherFirst, false);
  return first.length > 0 ? first : told(pairs.typeFirst, true);
}

function withPair(named: readonly NamedExtension[], { publisher, type, at }: Pair): readonly NamedExtension[] {
  const before = named.filter((one) => one.at < at).at(-1);
  if (before === undefined || at - before.at > pairWithin || before.publisher !== undefined) {
    return [...named, { publisher, type, at, isCause: false }].sort((a, b) => a.at - b.at);
  }
  return named.map((one) => (one === before ? { ...one, publisher, type } : one));
}
