/**
 * A resource group's name: at most 90 letters and digits of any script, `-_.()`, no dot at the end (Azure docs, "Naming
 * rules and restrictions for Azure resources": Microsoft.Resources). For regular expressions with the flag `u`, never
 * with `iu`, which takes other letters for ASCII ones (U+017F for s).
 */
export const groupName = '[\\p{L}\\p{Nd}_().-]{0,89}[\\p{L}\\p{Nd}_()-]';

/** The name of any other resource: nothing that leads to another path, or that ends the path of a URL. */
export const resourceName = '(?!\\.{1,2}(?:/|$))[^/\\\\?#%\\s\\p{Cc}]+';

/** A resource provider, or a resource type of one. */
export const typeName = '\\w[\\w.]*';
