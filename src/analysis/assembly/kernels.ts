export { gatherRows, offerRows, openForest, placeRows } from './forest';
export { openScan, scanTile } from './scan';
export { dots, squaredDistances, tile16 } from './tiles';
export { largest, mixRow, quantize16, quantize8, scaledDistance, shiftRow, squaredNorm } from './rows';
export { layoutRows, openLayout, rememberPositions, seedLayout } from './layout';
export { countTexts, encodeTexts, moveTexts, openTexts } from './texts';
