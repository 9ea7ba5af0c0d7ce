const gap = 4.5

/** The ring around what the step is about. */
export const Ring = ({ width, height }: { readonly width: number; readonly height: number }) => (
  <rect
    className="ring"
    x={-width / 2 - gap}
    y={-height / 2 - gap}
    width={width + 2 * gap}
    height={height + 2 * gap}
    rx={9}
  />
)
