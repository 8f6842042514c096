// Addresses and networks of the internet. Pure; tables come from whoever read them.
export { addressRange, internetAddressText, readInternetAddress, readInternetRange } from './internetAddress.ts';
export { networkForm, type NetworkRange, readNetworkLine, statedDay } from './networkTable.ts';
