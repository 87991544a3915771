#pragma once

#include "app/desktop/models/limitrows.h"

#include <QWidget>

#include <optional>

class QComboBox;

namespace wick::desktop {

class NumberField;
class RoleLabel;

/// What is wrong with a typed limit, in words for under the field; empty when it may be applied.
[[nodiscard]] QString limitProblem(const LimitRow& row, const QString& text);
/// Whether the new text allows more risk than the old.
[[nodiscard]] bool raisesRisk(const LimitRow& row, const QString& text);

/// Widths of the columns right of the name, the same in every row and in their heads.
struct LimitColumns
{
    int field = 0;
    int range = 0;
    int use = 0;
};
[[nodiscard]] LimitColumns limitColumns();

/// One limit: name and help, field with unit, allowed range, use of it now.
class LimitRowWidget final : public QWidget
{
    Q_OBJECT
public:
    explicit LimitRowWidget(LimitRow row, QWidget* parent = nullptr);

    /// Takes what is in force and the use; what was typed stays.
    void update(const LimitRow& row);
    [[nodiscard]] const LimitRow& row() const noexcept { return m_row; }
    [[nodiscard]] QString typed() const;
    [[nodiscard]] bool isChanged() const;
    [[nodiscard]] QString problem() const;
    void undo();
    /// As if a person had typed it.
    void type(const QString& text) { setTyped(text); }

Q_SIGNALS:
    void edited();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void setTyped(const QString& text);

    LimitRow m_row;
    RoleLabel* m_was;
    NumberField* m_field = nullptr;
    QComboBox* m_choice = nullptr;
    RoleLabel* m_problem;
    RoleLabel* m_now;
    RoleLabel* m_use;
    QWidget* m_bar;
};

} // namespace wick::desktop
