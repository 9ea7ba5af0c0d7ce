/** A program with stretches of its text replaced. Throws where one is not there, so that no change is lost unseen. */
export const edited = (source: string, changes: readonly (readonly [from: string, to: string])[]): string =>
  changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the program has no “${from}” to be replaced`)
    return text.replace(from, () => to)
  }, source)
