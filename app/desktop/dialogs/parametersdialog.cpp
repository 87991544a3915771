#include "app/desktop/dialogs/parametersdialog.h"

#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"
#include "app/desktop/views/parameterform.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace wick::desktop {

ParametersDialog::ParametersDialog(const QString& engine,
                                   const StrategyChoice& strategy,
                                   const std::vector<std::pair<QString, QString>>& values,
                                   QWidget* parent)
    : QDialog(parent)
    , m_fields(strategy.parameters)
    , m_form(new ParameterForm)
    , m_note(new QLineEdit{this})
    , m_words(new RoleLabel{{}, TypeRole::Small, Tone::Secondary, this})
    , m_apply(new QPushButton{tr("Apply"), this})
{
    setWindowTitle(tr("Parameters of %1").arg(engine));
    setWindowModality(Qt::WindowModal);
    auto* summary = new RoleLabel{strategy.summary, TypeRole::Body, Tone::Primary, this};
    summary->setWordWrap(true);
    m_form->setFields(m_fields);
    m_form->setValues(values);
    m_before = m_form->changed();
    m_form->setContentsMargins(0, 0, kSpace12, 0);
    auto* scroll = new QScrollArea{this};
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_form);
    m_note->setPlaceholderText(tr("Why, required"));
    m_note->setAccessibleName(tr("Note"));
    m_words->setWordWrap(true);
    auto* defaults = new QPushButton{tr("Defaults"), this};
    auto* cancel = new QPushButton{tr("Cancel"), this};
    defaults->setAutoDefault(false);
    cancel->setDefault(true);
    m_apply->setProperty("role", QStringLiteral("primary"));
    m_apply->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(defaults);
    row->addStretch(1);
    row->addWidget(m_apply);
    row->addWidget(cancel);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(kSpace16, kSpace16, kSpace16, kSpace16);
    column->setSpacing(kSpace12);
    column->addWidget(summary);
    column->addWidget(scroll, 1);
    column->addWidget(m_note);
    column->addWidget(m_words);
    column->addLayout(row);
    resize(460, 640);
    connect(m_form, &ParameterForm::edited, this, &ParametersDialog::refresh);
    connect(m_note, &QLineEdit::textChanged, this, &ParametersDialog::refresh);
    connect(defaults, &QPushButton::clicked, this, [this] { m_form->setFields(m_fields); });
    connect(m_apply, &QPushButton::clicked, this, &QDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    refresh();
}

void ParametersDialog::setObstacle(const QString& words)
{
    if (m_obstacle != words) {
        m_obstacle = words;
        refresh();
    }
}

std::vector<std::pair<QString, QString>> ParametersDialog::parameters() const
{
    return m_form->changed();
}

QString ParametersDialog::note() const
{
    return m_note->text().trimmed();
}

QString ParametersDialog::problem() const
{
    if (!m_obstacle.isEmpty()) {
        return m_obstacle;
    }
    if (const QString wrong = m_form->problem(); !wrong.isEmpty()) {
        return wrong;
    }
    if (m_form->changed() == m_before) {
        return tr("Nothing differs from what is in force.");
    }
    return note().isEmpty() ? tr("A note says why; it is kept with the change.") : QString{};
}

void ParametersDialog::refresh()
{
    const QString wrong = problem();
    m_apply->setEnabled(wrong.isEmpty());
    m_words->setText(wrong.isEmpty() ? tr(
                         "Saved first, then in force at once. The strategy begins anew over the "
                         "bars so far; other engines are not touched.")
                                     : wrong);
}

} // namespace wick::desktop
