#pragma once

#include "app/desktop/models/boardvalues.h"

#include <QWidget>

#include <map>
#include <optional>
#include <vector>

class QButtonGroup;
class QGridLayout;

namespace wick::desktop {

class NumberField;
class RoleLabel;

/// A calculator: presets, numbers to type, and below them what they come to.
/// Everything is worked out by whoever listens; nothing here is in force.
class BoardView final : public QWidget
{
    Q_OBJECT
public:
    BoardView(const QString& help,
              const std::vector<BoardField>& fields,
              const QStringList& presets,
              QWidget* parent = nullptr);

    /// As typed; none while it is no number, and its field says so.
    [[nodiscard]] std::optional<double> value(const QString& key) const;
    void setValue(const QString& key, const QString& plain);
    [[nodiscard]] int preset() const;
    void setResult(const BoardResult& result);
    [[nodiscard]] const BoardResult& result() const noexcept { return m_shown; }

Q_SIGNALS:
    void edited();
    void presetChosen(int index);

private:
    void addFields(QGridLayout& grid, const std::vector<BoardField>& fields);
    void showTable();

    QButtonGroup* m_presets;
    std::map<QString, NumberField*> m_fields;
    RoleLabel* m_headline;
    QGridLayout* m_table;
    RoleLabel* m_note;
    BoardResult m_shown;
};

} // namespace wick::desktop
