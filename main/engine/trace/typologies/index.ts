// The typologies, in one list.
import { defineRegistry } from '../../kernel/index.ts';
import { addressPoisoning } from './addressPoisoning.ts';
import { approvalPhishing } from './approvalPhishing.ts';
import { chainHopping } from './chainHopping.ts';
import { dormantReactivation } from './dormantReactivation.ts';
import { fanIn } from './fanIn.ts';
import { fanOut } from './fanOut.ts';
import { highValueDay } from './highValueDay.ts';
import { manyExchanges } from './manyExchanges.ts';
import { mixerUse } from './mixerUse.ts';
import { muleWallets } from './muleWallets.ts';
import { peelChain } from './peelChain.ts';
import { permissionHijack } from './permissionHijack.ts';
import { pigButchering } from './pigButchering.ts';
import { rapidPassThrough } from './rapidPassThrough.ts';
import { roundTrip } from './roundTrip.ts';
import { runningPoints } from './runningPoints.ts';
import { sanctionsExposure } from './sanctionsExposure.ts';
import { scatterGather } from './scatterGather.ts';
import { thresholdAvoidance } from './thresholdAvoidance.ts';
import { tradeDisguise } from './tradeDisguise.ts';
import type { Typology } from './typology.ts';

export const typologies = defineRegistry<Typology>('typology', [
  peelChain,
  fanOut,
  fanIn,
  scatterGather,
  roundTrip,
  rapidPassThrough,
  dormantReactivation,
  mixerUse,
  chainHopping,
  thresholdAvoidance,
  highValueDay,
  manyExchanges,
  tradeDisguise,
  pigButchering,
  muleWallets,
  runningPoints,
  approvalPhishing,
  permissionHijack,
  addressPoisoning,
  sanctionsExposure,
]);
