#pragma once

#include "app/desktop/models/dryrun.h"
#include "app/desktop/models/limitrows.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QGridLayout;
class QListWidget;
class QSlider;
class QVBoxLayout;

namespace wick::desktop {

class EquityPair;
class RoleLabel;

/// What the limits as typed would have made of a run: figures beside those of the limits in force,
/// both equities, each trade that differs, and a slider that types one limit while it is dragged.
class DryRunView final : public QWidget
{
    Q_OBJECT
public:
    explicit DryRunView(QWidget* parent = nullptr);

    void setDryRun(const DryRunSummary& summary);
    /// Limits that can be dragged, with what is typed now.
    void setLimits(const std::vector<LimitRow>& rows);
    /// What is typed for this limit; moves the slider when it shows that one.
    void setTyped(const QString& key, const QString& value);
    /// What it can be tried on; the first is chosen until a person chooses.
    void setSources(const QStringList& names);
    [[nodiscard]] int source() const;

Q_SIGNALS:
    /// The slider types this value.
    void dragged(const wick::desktop::LimitChange& change);
    void sourceChosen(int index);

private:
    void addSlider(QVBoxLayout& column);
    void showLimit();
    void slide(int place);
    [[nodiscard]] const LimitRow* chosen() const;

    RoleLabel* m_took = nullptr;
    RoleLabel* m_changes = nullptr;
    QGridLayout* m_grid = nullptr;
    EquityPair* m_equity = nullptr;
    QListWidget* m_trades = nullptr;
    QComboBox* m_sources = nullptr;
    QComboBox* m_limits = nullptr;
    QSlider* m_slider = nullptr;
    RoleLabel* m_value = nullptr;
    std::vector<LimitRow> m_rows;
    std::vector<QString> m_typed; ///< by row
    DryRunSummary m_shown;
};

} // namespace wick::desktop
