import { useStore } from 'zustand'
import { type Progress, progress } from './progress.ts'

/** How far the reader has come on this machine, followed by a component. */
export const useProgress = (): Progress => useStore(progress)
