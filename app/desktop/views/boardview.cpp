#include "app/desktop/views/boardview.h"

#include "app/desktop/text/format.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"
#include "app/desktop/views/numberfield.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace wick::desktop {

namespace {

constexpr int kFieldWidth = 130;

} // namespace

BoardView::BoardView(const QString& help,
                     const std::vector<BoardField>& fields,
                     const QStringList& presets,
                     QWidget* parent)
    : QWidget(parent)
    , m_presets(new QButtonGroup{this})
    , m_headline(new RoleLabel{{}, TypeRole::Value})
    , m_table(new QGridLayout)
    , m_note(new RoleLabel{{}, TypeRole::Small, Tone::Secondary})
{
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(kSpace12, kSpace12, kSpace12, kSpace12);
    column->setSpacing(kSpace12);
    auto* words = new RoleLabel{help, TypeRole::Body, Tone::Secondary};
    words->setWordWrap(true);
    column->addWidget(words);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kSpace4);
    for (qsizetype i = 0; i < presets.size(); ++i) {
        auto* button = new QPushButton{presets[i]};
        button->setCheckable(true);
        m_presets->addButton(button, static_cast<int>(i));
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    column->addLayout(buttons);
    if (!presets.isEmpty()) {
        m_presets->button(0)->setChecked(true);
    }
    connect(m_presets, &QButtonGroup::idClicked, this, &BoardView::presetChosen);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kSpace16);
    grid->setVerticalSpacing(kSpace8);
    addFields(*grid, fields);
    auto* form = new QHBoxLayout;
    form->addLayout(grid);
    form->addStretch(1);
    column->addLayout(form);
    column->addWidget(new Separator);
    m_headline->setWordWrap(true);
    column->addWidget(m_headline);
    m_table->setHorizontalSpacing(kSpace16);
    m_table->setVerticalSpacing(kSpace8);
    auto* table = new QHBoxLayout;
    table->addLayout(m_table);
    table->addStretch(1);
    column->addLayout(table);
    m_note->setWordWrap(true);
    column->addWidget(m_note);
    column->addStretch(1);
}

void BoardView::addFields(QGridLayout& grid, const std::vector<BoardField>& fields)
{
    // Two columns, read down the first one.
    const int rows = (static_cast<int>(fields.size()) + 1) / 2;
    int at = 0;
    for (const BoardField& field : fields) {
        auto* label = new RoleLabel{field.title};
        label->setWordWrap(true);
        auto* edit = new NumberField;
        edit->setUnit(field.unit);
        edit->setNumber(field.value);
        edit->setFixedWidth(kFieldWidth);
        edit->setAccessibleName(field.title);
        edit->setToolTip(field.help);
        label->setBuddy(edit);
        connect(edit, &NumberField::textChanged, this, &BoardView::edited);
        grid.addWidget(label, at % rows, 2 * (at / rows));
        grid.addWidget(edit, at % rows, 2 * (at / rows) + 1);
        m_fields[field.key] = edit;
        ++at;
    }
}

std::optional<double> BoardView::value(const QString& key) const
{
    NumberField* field = m_fields.at(key);
    bool isNumber = false;
    const double value = field->number().toDouble(&isNumber);
    const bool good = isNumber && std::isfinite(value);
    field->setInvalid(!good);
    return good ? std::optional{value} : std::nullopt;
}

void BoardView::setValue(const QString& key, const QString& plain)
{
    m_fields.at(key)->setNumber(plain);
}

int BoardView::preset() const
{
    return m_presets->checkedId();
}

void BoardView::setResult(const BoardResult& result)
{
    if (result == m_shown) {
        return;
    }
    m_shown = result;
    m_headline->setText(result.headline);
    m_headline->setTone(result.tone);
    m_note->setText(result.note);
    showTable();
}

void BoardView::showTable()
{
    while (QLayoutItem* item = m_table->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto put = [this](const QString& words, int row, int column, TypeRole role, Tone tone) {
        auto* label = new RoleLabel{words, role, tone};
        m_table->addWidget(label, row, column, column == 0 ? Qt::AlignLeft : Qt::AlignRight);
    };
    for (qsizetype i = 0; i < m_shown.heads.size(); ++i) {
        put(m_shown.heads[i], 0, static_cast<int>(i), TypeRole::Small, Tone::Secondary);
    }
    for (std::size_t row = 0; row < m_shown.rows.size(); ++row) {
        const bool marked = static_cast<int>(row) == m_shown.marked;
        for (qsizetype i = 0; i < m_shown.rows[row].size(); ++i) {
            put(m_shown.rows[row][i], static_cast<int>(row) + 1, static_cast<int>(i),
                marked ? TypeRole::Title : TypeRole::Body,
                i == 0 && !marked ? Tone::Secondary : Tone::Primary);
        }
    }
}

} // namespace wick::desktop
