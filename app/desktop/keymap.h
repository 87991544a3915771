#pragma once

#include <QKeySequence>
#include <QObject>
#include <QString>

#include <optional>
#include <vector>

class QAction;
class QSettings;

namespace wick::desktop {

/// One act and its keys.
struct KeyEntry
{
    QString id;
    QString words;
    QKeySequence standard;
    QAction* action = nullptr; ///< null for keys that a view handles itself
};

/// All keys of the program: listed, searched, changed, saved. Two acts never share keys.
class KeyMap final : public QObject
{
    Q_OBJECT
public:
    explicit KeyMap(QObject* parent = nullptr);

    /// Gives the action its standard keys.
    void
    add(const QString& id, const QString& words, const QKeySequence& standard, QAction* action);
    /// Only for the list: keys that belong to a view (the chart's, the tables').
    void addFixed(const QString& words, const QKeySequence& keys);

    [[nodiscard]] const std::vector<KeyEntry>& entries() const noexcept { return m_entries; }
    [[nodiscard]] QKeySequence keysOf(const KeyEntry& entry) const;

    /// Words of the act that has these keys already.
    [[nodiscard]] std::optional<QString> conflict(const QString& id,
                                                  const QKeySequence& keys) const;
    /// False when another act has them: nothing changed.
    bool change(const QString& id, const QKeySequence& keys);

    void save(QSettings& settings) const;
    void load(QSettings& settings);

private:
    std::vector<KeyEntry> m_entries;
};

} // namespace wick::desktop
