// The link rules that this canvas' clusters rest on, each to be switched off: the picture then shows which addresses stand by themselves.
import { Checkbox } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { useDesk } from './desk.ts';

export function ClusterRules(): ReactNode {
  const say = useWords();
  const { picture, edit } = useDesk();
  const { data } = useAsk('cluster.rules', {});
  const used = new Set(picture.rules);
  const offered = (data?.rules ?? []).flatMap(({ id, version, choose, isDefault, isEarlier }) => {
    const name = `${id}@${version}`;
    return choose === null || isEarlier || !(isDefault || used.has(name)) ? [] : [{ name, choose }];
  });
  // Rules that stand in an expression of their own are kept as they were written.
  const others = picture.rules.filter((name) => !offered.some((rule) => rule.name === name));
  const toggle = (name: string) => {
    const after = offered.filter((rule) => (rule.name === name ? !used.has(name) : used.has(rule.name)));
    void edit({ do: 'rules', rules: [...after.map(({ choose }) => choose), ...others] });
  };
  return (
    <fieldset className="th-canvas-rules">
      <legend>{say('canvas.clusterRules')}</legend>
      {offered.map(({ name }) => (
        <Checkbox key={name} checked={used.has(name)} onChange={() => toggle(name)}>
          <span className="th-mono">{name}</span> {say.reason(`rule:${name.split('@')[0] ?? name}`)}
        </Checkbox>
      ))}
      {others.map((name) => (
        <Checkbox key={name} checked disabled>
          <span className="th-mono">{name}</span>
        </Checkbox>
      ))}
      <p className="th-muted th-small">{say(picture.rules.length === 0 ? 'canvas.clusterRulesNone' : 'canvas.clusterRulesIs')}</p>
    </fieldset>
  );
}
