/** The title line of a capture's page that has nothing else to show. */
import { TitleLine } from '../../frame/title-line.tsx'

export const PageTitle = ({ title }: { title: string }) => (
  <TitleLine crumbs={[{ title: 'Library', to: { page: 'library' } }, { title }]} />
)
