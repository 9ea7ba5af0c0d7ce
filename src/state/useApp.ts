import { useStore } from 'zustand'
import { type State, store } from './store.ts'

/** Reads a part of the state in a component; renders again only when that part changes. */
export const useApp = <T>(part: (state: State) => T): T => useStore(store, part)
