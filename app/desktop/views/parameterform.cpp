#include "app/desktop/views/parameterform.h"

#include "app/desktop/views/formparts.h"
#include "app/desktop/views/labels.h"
#include "app/desktop/views/numberfield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

QString shown(double value)
{
    return QString::number(value, 'g', 10);
}

bool isOn(const QString& text)
{
    return text == u"on"_s || text == u"1"_s || text == u"true"_s;
}

} // namespace

QString parameterProblem(const ParameterField& field, const QString& text)
{
    if (field.kind == FieldKind::Choice || field.kind == FieldKind::Flag) {
        return {};
    }
    bool isNumber = false;
    const double value = text.trimmed().toDouble(&isNumber);
    const bool whole = field.kind != FieldKind::Integer || std::floor(value) == value;
    if (!isNumber || !std::isfinite(value)) {
        return ParameterForm::tr("%1: “%2” is not a number.").arg(field.label, text);
    }
    if (!whole) {
        return ParameterForm::tr("%1: a whole number is needed.").arg(field.label);
    }
    if (value < field.low || value > field.high) {
        return ParameterForm::tr("%1: between %2 and %3 %4.")
            .arg(field.label, shown(field.low), shown(field.high), field.unit)
            .replace(u" ."_s, u"."_s);
    }
    return {};
}

ParameterForm::ParameterForm(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
}

void ParameterForm::setFields(const std::vector<ParameterField>& fields)
{
    m_fields.clear();
    delete m_rows;
    m_rows = new QWidget{this};
    auto* form = newForm();
    m_rows->setLayout(form);
    layout()->addWidget(m_rows);
    for (const ParameterField& declared : fields) {
        Field field{declared, {}, {}, nullptr};
        QWidget* editor = makeEditor(field);
        const bool ranged = field.number != nullptr;
        const QString range = ranged ? tr("\nBetween %1 and %2 %3, default %4")
                                           .arg(shown(declared.low), shown(declared.high),
                                                declared.unit, declared.standard)
                                     : QString{};
        const QString tip = declared.help + range;
        editor->setToolTip(tip);
        editor->setWhatsThis(tip);
        editor->setAccessibleName(declared.label);
        editor->setAccessibleDescription(declared.help);
        editor->setMinimumWidth(0);
        form->addRow(fieldLabel(declared.label, tip), editor);
        m_fields.push_back(std::move(field));
    }
    check();
}

QWidget* ParameterForm::makeEditor(Field& field)
{
    switch (field.declared.kind) {
    case FieldKind::Choice:
        return makeChoice(field);
    case FieldKind::Flag:
        return makeFlag(field);
    case FieldKind::Integer:
    case FieldKind::Number:
        break;
    }
    return makeNumber(field);
}

QWidget* ParameterForm::makeChoice(Field& field)
{
    auto* box = choiceBox(field.declared.label);
    for (const FieldChoice& choice : field.declared.choices) {
        box->addItem(choice.label, choice.token);
    }
    field.text = [box] {
        return box->currentData().toString();
    };
    field.set = [box](const QString& text) {
        box->setCurrentIndex(box->findData(text));
    };
    field.set(field.declared.standard);
    connect(box, &QComboBox::currentIndexChanged, this, &ParameterForm::check);
    return box;
}

QWidget* ParameterForm::makeFlag(Field& field)
{
    auto* box = new QCheckBox;
    field.text = [box] {
        return box->isChecked() ? u"on"_s : u"off"_s;
    };
    field.set = [box](const QString& text) {
        box->setChecked(isOn(text));
    };
    field.set(field.declared.standard);
    connect(box, &QCheckBox::toggled, this, &ParameterForm::check);
    return box;
}

QWidget* ParameterForm::makeNumber(Field& field)
{
    auto* number = new NumberField;
    number->setUnit(field.declared.unit);
    field.text = [number] {
        return number->number();
    };
    field.set = [number](const QString& text) {
        number->setNumber(text);
    };
    field.set(field.declared.standard);
    field.number = number;
    connect(number, &QLineEdit::textChanged, this, &ParameterForm::check);
    return number;
}

void ParameterForm::setValues(const std::vector<std::pair<QString, QString>>& values)
{
    for (const auto& [name, text] : values) {
        const auto found =
            std::find_if(m_fields.begin(), m_fields.end(), [&name = name](const Field& field) {
                return field.declared.name == name;
            });
        if (found != m_fields.end()) {
            found->set(text);
        }
    }
}

std::vector<std::pair<QString, QString>> ParameterForm::changed() const
{
    std::vector<std::pair<QString, QString>> values;
    for (const Field& field : m_fields) {
        if (field.text() != field.declared.standard) {
            values.emplace_back(field.declared.name, field.text());
        }
    }
    return values;
}

QString ParameterForm::problem() const
{
    for (const Field& field : m_fields) {
        QString wrong = parameterProblem(field.declared, field.text());
        if (!wrong.isEmpty()) {
            return wrong;
        }
    }
    return {};
}

NumberField* ParameterForm::numberField(const QString& name) const
{
    const auto found = std::find_if(m_fields.begin(), m_fields.end(), [&](const Field& field) {
        return field.declared.name == name;
    });
    return found == m_fields.end() ? nullptr : found->number;
}

void ParameterForm::check()
{
    for (const Field& field : m_fields) {
        if (field.number != nullptr) {
            field.number->setInvalid(!parameterProblem(field.declared, field.text()).isEmpty());
        }
    }
    Q_EMIT edited();
}

} // namespace wick::desktop
