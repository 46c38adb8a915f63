import { useEffect, useState } from 'react';
import { useApp, useWiring } from './context.ts';

/** The title of the text; that of an entry of the library in the language of the page. */
export function useTitle(): string {
  const { services } = useWiring();
  const written = useApp(({ run }) => run?.facts.title ?? run?.facts.name ?? '');
  const name = useApp(({ run, origin }) => (origin.kind === 'library' ? run?.facts.name : undefined));
  const [translated, setTranslated] = useState<{ name: string; title: string | undefined }>();
  const { lang } = document.documentElement;
  useEffect(() => {
    if (name === undefined || lang === 'en') return;
    void services.gallery(lang).then((entries) => setTranslated({ name, title: entries.find((entry) => entry.name === name)?.title }));
  }, [services, name, lang]);
  return (translated?.name === name && translated?.title) || written;
}
