/** The separations at each variable, by number, and which of them are kept exactly: these form trees. */
export interface Touching {
  readonly incoming: readonly (readonly number[])[]
  readonly outgoing: readonly (readonly number[])[]
  readonly active: Uint8Array
}

/** The variables tied to one by active separations, outwards from it, each with the separation that leads to it. */
export function activeTree(
  { incoming, outgoing, active }: Touching,
  separations: readonly { readonly left: number; readonly right: number }[],
  start: number,
): { readonly members: number[]; readonly via: readonly number[] } {
  const members = [start]
  const via = [-1]
  for (let i = 0; i < members.length; i++) {
    for (const id of incoming[members[i]!]!) {
      if (active[id] === 0 || id === via[i]) continue
      members.push(separations[id]!.left)
      via.push(id)
    }
    for (const id of outgoing[members[i]!]!) {
      if (active[id] === 0 || id === via[i]) continue
      members.push(separations[id]!.right)
      via.push(id)
    }
  }
  return { members, via }
}
