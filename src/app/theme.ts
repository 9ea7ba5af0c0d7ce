import { type State, store } from '../state/store.ts'

const dark = matchMedia('(prefers-color-scheme: dark)')

/** The theme a state is shown in: presenting by day is projected, the system's choice is followed where none was made. */
const themeOf = ({ theme, present }: Pick<State, 'theme' | 'present'>): string => {
  const shown = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
  return present && shown === 'light' ? 'projector' : shown
}

/** Keeps the page's theme in step with the state and the system. `seen`: what of the state counts here. */
export function startTheme(seen: (state: State) => Pick<State, 'theme' | 'present'> = (state) => state): void {
  const show = (): void => {
    const state = seen(store.getState())
    const { dataset } = document.documentElement
    dataset['theme'] = themeOf(state)
    dataset['size'] = state.present || state.theme === 'projector' ? 'large' : 'normal'
  }
  show()
  store.subscribe(show)
  dark.addEventListener('change', show)
}
