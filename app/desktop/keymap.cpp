#include "app/desktop/keymap.h"

#include <QAction>
#include <QSettings>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

KeyMap::KeyMap(QObject* parent)
    : QObject(parent)
{}

void KeyMap::add(const QString& id,
                 const QString& words,
                 const QKeySequence& standard,
                 QAction* action)
{
    action->setShortcut(standard);
    action->setAutoRepeat(false);
    m_entries.push_back({id, words, standard, action});
}

void KeyMap::addFixed(const QString& words, const QKeySequence& keys)
{
    m_entries.push_back({{}, words, keys, nullptr});
}

QKeySequence KeyMap::keysOf(const KeyEntry& entry) const
{
    return entry.action == nullptr ? entry.standard : entry.action->shortcut();
}

std::optional<QString> KeyMap::conflict(const QString& id, const QKeySequence& keys) const
{
    const auto other = std::find_if(m_entries.begin(), m_entries.end(), [&](const KeyEntry& entry) {
        return (entry.id.isEmpty() || entry.id != id) && keysOf(entry) == keys;
    });
    return other == m_entries.end() || keys.isEmpty() ? std::nullopt : std::optional{other->words};
}

bool KeyMap::change(const QString& id, const QKeySequence& keys)
{
    const auto entry =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const KeyEntry& candidate) {
            return !id.isEmpty() && candidate.id == id;
        });
    if (entry == m_entries.end() || entry->action == nullptr || conflict(id, keys).has_value()) {
        return false;
    }
    entry->action->setShortcut(keys);
    return true;
}

void KeyMap::save(QSettings& settings) const
{
    settings.beginGroup(u"keys"_s);
    settings.remove(QString{});
    for (const KeyEntry& entry : m_entries) {
        if (entry.action != nullptr && entry.action->shortcut() != entry.standard) {
            settings.setValue(entry.id,
                              entry.action->shortcut().toString(QKeySequence::PortableText));
        }
    }
    settings.endGroup();
}

void KeyMap::load(QSettings& settings)
{
    settings.beginGroup(u"keys"_s);
    const QStringList ids = settings.childKeys();
    for (const QString& id : ids) {
        change(id,
               QKeySequence::fromString(settings.value(id).toString(), QKeySequence::PortableText));
    }
    settings.endGroup();
}

} // namespace wick::desktop
