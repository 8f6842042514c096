// The link rules that this canvas' clusters rest on, chosen in the same table as in Explore: the picture shows at once what falls without one.
import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { FaultNotice, Loading } from '../../design/pieces.tsx';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { ClusterRules as RuleTable } from '../explore/ClusterRules.tsx';
import { useDesk } from './desk.ts';
import { fallenOn } from './words.ts';

export function ClusterRulesDialog(): ReactNode {
  const say = useWords();
  const { picture, edit, openDialog } = useDesk();
  const { data, fault } = useAsk('cluster.rules', {});
  // A canvas names its rules with their versions; the table chooses them as they are written.
  const written = new Map(
    (data?.rules ?? []).flatMap(({ id, version, term, choose, isEarlier }) =>
      choose === null || isEarlier ? [] : [[term === null ? `${id}@${version}` : `change:${term}@${version}`, choose] as const],
    ),
  );
  const { addresses, clusters } = fallenOn(picture);
  const close = () => openDialog(null);
  return (
    <Dialog isOpen title={say('canvas.clusterRules')} className="th-canvas-dialog th-canvas-rulebook" onClose={close}>
      <DialogBody>
        <p className="th-muted">{say(picture.rules.length === 0 ? 'canvas.clusterRulesNone' : 'canvas.clusterRulesIs')}</p>
        <p role="status">
          {addresses === 0
            ? say('canvas.fallenNone')
            : say('canvas.fallen', { addresses: groupThousands(addresses), clusters: groupThousands(clusters) })}
        </p>
        {fault !== null ? <FaultNotice fault={fault} /> : null}
        {data === null ? (
          <Loading />
        ) : (
          <RuleTable
            chosen={picture.rules.map((name) => written.get(name) ?? name)}
            onChoose={(rules) => void edit({ do: 'rules', rules: [...rules] })}
          />
        )}
      </DialogBody>
      <DialogFooter actions={<Button text={say('canvas.close')} onClick={close} />} />
    </Dialog>
  );
}
