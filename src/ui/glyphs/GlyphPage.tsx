import { useEffect } from 'react';
import { glyphTexts } from '../texts/en-glyphs.ts';
import { texts } from '../texts/index.ts';
import { GlyphCanvas } from './GlyphCanvas.tsx';
import styles from './Glyphs.module.css';
import { LOOKS } from './looks.ts';
import { type SectionName, STORIES, type Story } from './stories.ts';

const words = glyphTexts;

/** `#/glyphs`: every mark of the lanes with its name and meaning, in both themes and without colour. */
export default function GlyphPage() {
  useEffect(() => {
    document.title = `${words.title} · ${texts.appName}`;
    document.documentElement.dataset['idle'] = 'true';
  }, []);
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <h1>{words.title}</h1>
        <p>{words.intro}</p>
        <a href="./">{words.back}</a>
      </header>
      {(Object.entries(STORIES) as [SectionName, readonly Story[]][]).map(([section, stories]) => (
        <section key={section} aria-labelledby={`glyphs-${section}`}>
          <h2 id={`glyphs-${section}`}>{words.sections[section]}</h2>
          <div className={styles.scroller} role="group" tabIndex={0} aria-labelledby={`glyphs-${section}`}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{words.glyph}</th>
                  {LOOKS.map(({ name }) => (
                    <th key={name} scope="col">
                      {words.looks[name]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {stories.map((story) => (
                  <tr key={story.name}>
                    <th scope="row">
                      {words.stories[story.name].name}
                      <span>{words.stories[story.name].meaning}</span>
                    </th>
                    {LOOKS.map((look) => (
                      <td key={look.name}>
                        <GlyphCanvas story={story} look={look} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </main>
  );
}
