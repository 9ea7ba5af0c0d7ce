/** The named fields of an object. */
export const pick = <From, Name extends keyof From>(from: From, names: readonly Name[]): Pick<From, Name> =>
  // fromEntries forgets which names it was given
  Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<From, Name>
