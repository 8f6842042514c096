// The permutation Keccak-f[1600] (FIPS 202, 3.2 and 3.3), written out lane by lane in halves of 32 bits: loops over lanes, as in
// @noble/hashes, take twice as long, and every address, node and topic needs one. A test compares the two.

/** Round constants: low and high half of each of the 24. */
const ROUND_CONSTANTS = Int32Array.of(
  0x00000001 | 0,
  0x00000000 | 0,
  0x00008082 | 0,
  0x00000000 | 0,
  0x0000808a | 0,
  0x80000000 | 0,
  0x80008000 | 0,
  0x80000000 | 0,
  0x0000808b | 0,
  0x00000000 | 0,
  0x80000001 | 0,
  0x00000000 | 0,
  0x80008081 | 0,
  0x80000000 | 0,
  0x00008009 | 0,
  0x80000000 | 0,
  0x0000008a | 0,
  0x00000000 | 0,
  0x00000088 | 0,
  0x00000000 | 0,
  0x80008009 | 0,
  0x00000000 | 0,
  0x8000000a | 0,
  0x00000000 | 0,
  0x8000808b | 0,
  0x00000000 | 0,
  0x0000008b | 0,
  0x80000000 | 0,
  0x00008089 | 0,
  0x80000000 | 0,
  0x00008003 | 0,
  0x80000000 | 0,
  0x00008002 | 0,
  0x80000000 | 0,
  0x00000080 | 0,
  0x80000000 | 0,
  0x0000800a | 0,
  0x00000000 | 0,
  0x8000000a | 0,
  0x80000000 | 0,
  0x80008081 | 0,
  0x80000000 | 0,
  0x00008080 | 0,
  0x80000000 | 0,
  0x80000001 | 0,
  0x00000000 | 0,
  0x80008008 | 0,
  0x80000000 | 0,
);

/** Permutes 25 lanes, each as low half and high half. The lines are the steps theta, rho with pi, chi and iota. */
export function keccakPermutation(lanes: Int32Array): void {
  const a = lanes as unknown as number[];
  for (let round = 0; round < 48; round += 2) {
    const column0Low = a[0]! ^ a[10]! ^ a[20]! ^ a[30]! ^ a[40]!;
    const column0High = a[1]! ^ a[11]! ^ a[21]! ^ a[31]! ^ a[41]!;
    const column1Low = a[2]! ^ a[12]! ^ a[22]! ^ a[32]! ^ a[42]!;
    const column1High = a[3]! ^ a[13]! ^ a[23]! ^ a[33]! ^ a[43]!;
    const column2Low = a[4]! ^ a[14]! ^ a[24]! ^ a[34]! ^ a[44]!;
    const column2High = a[5]! ^ a[15]! ^ a[25]! ^ a[35]! ^ a[45]!;
    const column3Low = a[6]! ^ a[16]! ^ a[26]! ^ a[36]! ^ a[46]!;
    const column3High = a[7]! ^ a[17]! ^ a[27]! ^ a[37]! ^ a[47]!;
    const column4Low = a[8]! ^ a[18]! ^ a[28]! ^ a[38]! ^ a[48]!;
    const column4High = a[9]! ^ a[19]! ^ a[29]! ^ a[39]! ^ a[49]!;
    const parity0Low = column4Low ^ ((column1Low << 1) | (column1High >>> 31));
    const parity0High = column4High ^ ((column1High << 1) | (column1Low >>> 31));
    const parity1Low = column0Low ^ ((column2Low << 1) | (column2High >>> 31));
    const parity1High = column0High ^ ((column2High << 1) | (column2Low >>> 31));
    const parity2Low = column1Low ^ ((column3Low << 1) | (column3High >>> 31));
    const parity2High = column1High ^ ((column3High << 1) | (column3Low >>> 31));
    const parity3Low = column2Low ^ ((column4Low << 1) | (column4High >>> 31));
    const parity3High = column2High ^ ((column4High << 1) | (column4Low >>> 31));
    const parity4Low = column3Low ^ ((column0Low << 1) | (column0High >>> 31));
    const parity4High = column3High ^ ((column0High << 1) | (column0Low >>> 31));
    const low0 = a[0]! ^ parity0Low;
    const high0 = a[1]! ^ parity0High;
    const to0Low = low0;
    const to0High = high0;
    const low5 = a[10]! ^ parity0Low;
    const high5 = a[11]! ^ parity0High;
    const to16Low = (high5 << 4) | (low5 >>> 28);
    const to16High = (low5 << 4) | (high5 >>> 28);
    const low10 = a[20]! ^ parity0Low;
    const high10 = a[21]! ^ parity0High;
    const to7Low = (low10 << 3) | (high10 >>> 29);
    const to7High = (high10 << 3) | (low10 >>> 29);
    const low15 = a[30]! ^ parity0Low;
    const high15 = a[31]! ^ parity0High;
    const to23Low = (high15 << 9) | (low15 >>> 23);
    const to23High = (low15 << 9) | (high15 >>> 23);
    const low20 = a[40]! ^ parity0Low;
    const high20 = a[41]! ^ parity0High;
    const to14Low = (low20 << 18) | (high20 >>> 14);
    const to14High = (high20 << 18) | (low20 >>> 14);
    const low1 = a[2]! ^ parity1Low;
    const high1 = a[3]! ^ parity1High;
    const to10Low = (low1 << 1) | (high1 >>> 31);
    const to10High = (high1 << 1) | (low1 >>> 31);
    const low6 = a[12]! ^ parity1Low;
    const high6 = a[13]! ^ parity1High;
    const to1Low = (high6 << 12) | (low6 >>> 20);
    const to1High = (low6 << 12) | (high6 >>> 20);
    const low11 = a[22]! ^ parity1Low;
    const high11 = a[23]! ^ parity1High;
    const to17Low = (low11 << 10) | (high11 >>> 22);
    const to17High = (high11 << 10) | (low11 >>> 22);
    const low16 = a[32]! ^ parity1Low;
    const high16 = a[33]! ^ parity1High;
    const to8Low = (high16 << 13) | (low16 >>> 19);
    const to8High = (low16 << 13) | (high16 >>> 19);
    const low21 = a[42]! ^ parity1Low;
    const high21 = a[43]! ^ parity1High;
    const to24Low = (low21 << 2) | (high21 >>> 30);
    const to24High = (high21 << 2) | (low21 >>> 30);
    const low2 = a[4]! ^ parity2Low;
    const high2 = a[5]! ^ parity2High;
    const to20Low = (high2 << 30) | (low2 >>> 2);
    const to20High = (low2 << 30) | (high2 >>> 2);
    const low7 = a[14]! ^ parity2Low;
    const high7 = a[15]! ^ parity2High;
    const to11Low = (low7 << 6) | (high7 >>> 26);
    const to11High = (high7 << 6) | (low7 >>> 26);
    const low12 = a[24]! ^ parity2Low;
    const high12 = a[25]! ^ parity2High;
    const to2Low = (high12 << 11) | (low12 >>> 21);
    const to2High = (low12 << 11) | (high12 >>> 21);
    const low17 = a[34]! ^ parity2Low;
    const high17 = a[35]! ^ parity2High;
    const to18Low = (low17 << 15) | (high17 >>> 17);
    const to18High = (high17 << 15) | (low17 >>> 17);
    const low22 = a[44]! ^ parity2Low;
    const high22 = a[45]! ^ parity2High;
    const to9Low = (high22 << 29) | (low22 >>> 3);
    const to9High = (low22 << 29) | (high22 >>> 3);
    const low3 = a[6]! ^ parity3Low;
    const high3 = a[7]! ^ parity3High;
    const to5Low = (low3 << 28) | (high3 >>> 4);
    const to5High = (high3 << 28) | (low3 >>> 4);
    const low8 = a[16]! ^ parity3Low;
    const high8 = a[17]! ^ parity3High;
    const to21Low = (high8 << 23) | (low8 >>> 9);
    const to21High = (low8 << 23) | (high8 >>> 9);
    const low13 = a[26]! ^ parity3Low;
    const high13 = a[27]! ^ parity3High;
    const to12Low = (low13 << 25) | (high13 >>> 7);
    const to12High = (high13 << 25) | (low13 >>> 7);
    const low18 = a[36]! ^ parity3Low;
    const high18 = a[37]! ^ parity3High;
    const to3Low = (low18 << 21) | (high18 >>> 11);
    const to3High = (high18 << 21) | (low18 >>> 11);
    const low23 = a[46]! ^ parity3Low;
    const high23 = a[47]! ^ parity3High;
    const to19Low = (high23 << 24) | (low23 >>> 8);
    const to19High = (low23 << 24) | (high23 >>> 8);
    const low4 = a[8]! ^ parity4Low;
    const high4 = a[9]! ^ parity4High;
    const to15Low = (low4 << 27) | (high4 >>> 5);
    const to15High = (high4 << 27) | (low4 >>> 5);
    const low9 = a[18]! ^ parity4Low;
    const high9 = a[19]! ^ parity4High;
    const to6Low = (low9 << 20) | (high9 >>> 12);
    const to6High = (high9 << 20) | (low9 >>> 12);
    const low14 = a[28]! ^ parity4Low;
    const high14 = a[29]! ^ parity4High;
    const to22Low = (high14 << 7) | (low14 >>> 25);
    const to22High = (low14 << 7) | (high14 >>> 25);
    const low19 = a[38]! ^ parity4Low;
    const high19 = a[39]! ^ parity4High;
    const to13Low = (low19 << 8) | (high19 >>> 24);
    const to13High = (high19 << 8) | (low19 >>> 24);
    const low24 = a[48]! ^ parity4Low;
    const high24 = a[49]! ^ parity4High;
    const to4Low = (low24 << 14) | (high24 >>> 18);
    const to4High = (high24 << 14) | (low24 >>> 18);
    a[0] = to0Low ^ (~to1Low & to2Low) ^ ROUND_CONSTANTS[round]!;
    a[1] = to0High ^ (~to1High & to2High) ^ ROUND_CONSTANTS[round + 1]!;
    a[2] = to1Low ^ (~to2Low & to3Low);
    a[3] = to1High ^ (~to2High & to3High);
    a[4] = to2Low ^ (~to3Low & to4Low);
    a[5] = to2High ^ (~to3High & to4High);
    a[6] = to3Low ^ (~to4Low & to0Low);
    a[7] = to3High ^ (~to4High & to0High);
    a[8] = to4Low ^ (~to0Low & to1Low);
    a[9] = to4High ^ (~to0High & to1High);
    a[10] = to5Low ^ (~to6Low & to7Low);
    a[11] = to5High ^ (~to6High & to7High);
    a[12] = to6Low ^ (~to7Low & to8Low);
    a[13] = to6High ^ (~to7High & to8High);
    a[14] = to7Low ^ (~to8Low & to9Low);
    a[15] = to7High ^ (~to8High & to9High);
    a[16] = to8Low ^ (~to9Low & to5Low);
    a[17] = to8High ^ (~to9High & to5High);
    a[18] = to9Low ^ (~to5Low & to6Low);
    a[19] = to9High ^ (~to5High & to6High);
    a[20] = to10Low ^ (~to11Low & to12Low);
    a[21] = to10High ^ (~to11High & to12High);
    a[22] = to11Low ^ (~to12Low & to13Low);
    a[23] = to11High ^ (~to12High & to13High);
    a[24] = to12Low ^ (~to13Low & to14Low);
    a[25] = to12High ^ (~to13High & to14High);
    a[26] = to13Low ^ (~to14Low & to10Low);
    a[27] = to13High ^ (~to14High & to10High);
    a[28] = to14Low ^ (~to10Low & to11Low);
    a[29] = to14High ^ (~to10High & to11High);
    a[30] = to15Low ^ (~to16Low & to17Low);
    a[31] = to15High ^ (~to16High & to17High);
    a[32] = to16Low ^ (~to17Low & to18Low);
    a[33] = to16High ^ (~to17High & to18High);
    a[34] = to17Low ^ (~to18Low & to19Low);
    a[35] = to17High ^ (~to18High & to19High);
    a[36] = to18Low ^ (~to19Low & to15Low);
    a[37] = to18High ^ (~to19High & to15High);
    a[38] = to19Low ^ (~to15Low & to16Low);
    a[39] = to19High ^ (~to15High & to16High);
    a[40] = to20Low ^ (~to21Low & to22Low);
    a[41] = to20High ^ (~to21High & to22High);
    a[42] = to21Low ^ (~to22Low & to23Low);
    a[43] = to21High ^ (~to22High & to23High);
    a[44] = to22Low ^ (~to23Low & to24Low);
    a[45] = to22High ^ (~to23High & to24High);
    a[46] = to23Low ^ (~to24Low & to20Low);
    a[47] = to23High ^ (~to24High & to20High);
    a[48] = to24Low ^ (~to20Low & to21Low);
    a[49] = to24High ^ (~to20High & to21High);
  }
}
