import { useStore } from 'zustand'
import { type Pairing, pairing } from './pairing.ts'

/** What this window knows of the other one, followed by a component. */
export const usePairing = (): Pairing => useStore(pairing)
