// The canvas room's door: pictures of runs, their layout, and their drawing for paper. Pure; reads no case.
export { accountCanvasCalls, canvasCalls } from './calls.ts';
export { type AccountFlowInput, accountPicture, type FlowAccount, type FlowEnd, type FlowMove } from './accountPicture.ts';
export { flowInput, labelTexts, rowAddress } from './flowInput.ts';
export { accountChart } from './accountChart.ts';
export { flowOfAccounts, type Retraced } from './accountInput.ts';
export { type ChartKey, type ChartOptions, type ChartStyle, type FlowChart, flowChart, flowSvg } from './chart.ts';
export { type FlowLayout, layoutFlow } from './layout.ts';
export type { FlowEdge, FlowNode } from './node.ts';
export { type FlowInput, type FlowOutput, type FlowSeed, type FlowTransaction, flowPicture, placed } from './picture.ts';
export { reduceFlow } from './reduce.ts';
export { showCalls } from './show.ts';
export { listSources, summariseChain } from './sources.ts';
