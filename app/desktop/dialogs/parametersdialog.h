#pragma once

#include "app/desktop/models/backtestvalues.h"

#include <QDialog>

#include <utility>
#include <vector>

class QLineEdit;
class QPushButton;

namespace wick::desktop {

class ParameterForm;
class RoleLabel;

/// The parameters of one engine, to be changed with a note while it is flat. Nothing happens before
/// Apply; Esc leaves all as it was.
class ParametersDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `values` are those in force, by name.
    ParametersDialog(const QString& engine,
                     const StrategyChoice& strategy,
                     const std::vector<std::pair<QString, QString>>& values,
                     QWidget* parent = nullptr);

    /// Why the engine cannot take others now, in words; empty while it can.
    void setObstacle(const QString& words);

    /// What differs from the strategy's defaults.
    [[nodiscard]] std::vector<std::pair<QString, QString>> parameters() const;
    [[nodiscard]] QString note() const;
    [[nodiscard]] ParameterForm& form() const noexcept { return *m_form; }
    [[nodiscard]] QLineEdit& noteField() const noexcept { return *m_note; }
    [[nodiscard]] QPushButton& applyButton() const noexcept { return *m_apply; }

private:
    [[nodiscard]] QString problem() const;
    void refresh();

    std::vector<ParameterField> m_fields;
    std::vector<std::pair<QString, QString>> m_before; ///< what differed from the defaults
    QString m_obstacle;
    ParameterForm* m_form;
    QLineEdit* m_note;
    RoleLabel* m_words;
    QPushButton* m_apply;
};

} // namespace wick::desktop
