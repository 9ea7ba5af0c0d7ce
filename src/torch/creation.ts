import { ofData } from './creation/data.ts'
import { newTensors, ofOneNumber } from './creation/filled.ts'
import { ofGrids } from './creation/matrices.ts'
import { ofSeries } from './creation/series.ts'
import type { Row } from './signature.ts'

/** Functions that make tensors. */
export const creation: readonly Row[] = [...ofData, ...ofOneNumber, ...ofSeries, ...ofGrids]

/** Methods that make tensors. */
export const creationMethods: readonly Row[] = newTensors
