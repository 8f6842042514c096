// What the bundler understands beyond TypeScript: style sheets as side effects and the locale files by pattern.
declare module '*.css';

interface ImportMeta {
  glob<T>(pattern: string, options: { readonly eager: true; readonly import: 'default' }): Record<string, T>;
}
