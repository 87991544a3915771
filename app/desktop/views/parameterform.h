#pragma once

#include "app/desktop/models/backtestvalues.h"

#include <QWidget>

#include <functional>
#include <utility>
#include <vector>

namespace wick::desktop {

class NumberField;

/// What is wrong with the text of a field; empty when nothing is.
[[nodiscard]] QString parameterProblem(const ParameterField& field, const QString& text);

/// The parameters of a strategy as fields, generated from its declaration.
class ParameterForm final : public QWidget
{
    Q_OBJECT
public:
    explicit ParameterForm(QWidget* parent = nullptr);

    /// Shows these fields at their defaults.
    void setFields(const std::vector<ParameterField>& fields);
    /// Values by name, as on the command line; names that are not shown are passed over.
    void setValues(const std::vector<std::pair<QString, QString>>& values);

    /// What differs from the declaration: defaults stay the strategy's own.
    [[nodiscard]] std::vector<std::pair<QString, QString>> changed() const;
    /// What is wrong with the first wrong field; empty when nothing is.
    [[nodiscard]] QString problem() const;
    [[nodiscard]] NumberField* numberField(const QString& name) const;

Q_SIGNALS:
    void edited();

private:
    struct Field
    {
        ParameterField declared;
        std::function<QString()> text;
        std::function<void(const QString&)> set;
        NumberField* number = nullptr;
    };

    QWidget* makeEditor(Field& field);
    QWidget* makeChoice(Field& field);
    QWidget* makeFlag(Field& field);
    QWidget* makeNumber(Field& field);
    void check();

    QWidget* m_rows = nullptr;
    std::vector<Field> m_fields;
};

} // namespace wick::desktop
