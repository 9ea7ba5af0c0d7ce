import { useStore } from 'zustand'
import { type Score, score } from './score.ts'

/** The score on this machine, followed by a component. */
export const useScore = (): Score => useStore(score)
