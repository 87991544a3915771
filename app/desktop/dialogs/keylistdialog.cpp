#include "app/desktop/dialogs/keylistdialog.h"

#include "app/desktop/keymap.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace wick::desktop {

KeyListDialog::KeyListDialog(KeyMap& keys, QWidget* parent)
    : QDialog(parent)
    , m_keys(keys)
    , m_search(new QLineEdit{this})
    , m_list(new QTreeWidget{this})
    , m_editor(new QKeySequenceEdit{this})
    , m_message(new RoleLabel{{}, TypeRole::Small, Tone::Secondary, this})
{
    setWindowTitle(tr("Keys"));
    setWindowModality(Qt::WindowModal);
    resize(520, 560);
    m_search->setPlaceholderText(tr("Find a key or an act"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_search->setClearButtonEnabled(true);
    m_list->setHeaderLabels({tr("Act"), tr("Keys")});
    m_list->setRootIsDecorated(false);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->setAccessibleName(tr("Keys and acts"));
    m_editor->setAccessibleName(tr("New keys for the chosen act"));

    auto* change = new QPushButton{tr("Change keys"), this};
    auto* close = new QPushButton{tr("Close"), this};
    close->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addWidget(m_editor, 1);
    row->addWidget(change);
    row->addWidget(close);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(kSpace12, kSpace12, kSpace12, kSpace12);
    column->setSpacing(kSpace8);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addWidget(m_message);
    column->addLayout(row);

    connect(m_search, &QLineEdit::textChanged, this, &KeyListDialog::filter);
    connect(m_list, &QTreeWidget::currentItemChanged, this,
            [this](QTreeWidgetItem* item) { showCurrent(item); });
    connect(change, &QPushButton::clicked, this, &KeyListDialog::apply);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    fill();
    m_search->setFocus();
}

void KeyListDialog::fill()
{
    m_list->clear();
    for (const KeyEntry& entry : m_keys.entries()) {
        auto* item = new QTreeWidgetItem{
            m_list, {entry.words, m_keys.keysOf(entry).toString(QKeySequence::NativeText)}};
        item->setData(0, Qt::UserRole, entry.id);
    }
    filter(m_search->text());
}

void KeyListDialog::filter(const QString& text)
{
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        QTreeWidgetItem* item = m_list->topLevelItem(row);
        const bool found = item->text(0).contains(text, Qt::CaseInsensitive)
                           || item->text(1).contains(text, Qt::CaseInsensitive);
        item->setHidden(!found);
    }
}

void KeyListDialog::showCurrent(const QTreeWidgetItem* item)
{
    const bool changeable = item != nullptr && !item->data(0, Qt::UserRole).toString().isEmpty();
    m_editor->setEnabled(changeable);
    m_editor->setKeySequence(changeable
                                 ? QKeySequence::fromString(item->text(1), QKeySequence::NativeText)
                                 : QKeySequence{});
    m_message->setText(item == nullptr || changeable
                           ? QString{}
                           : tr("These keys belong to their view and stay as they are."));
}

void KeyListDialog::apply()
{
    QTreeWidgetItem* item = m_list->currentItem();
    if (item == nullptr) {
        m_message->setText(tr("Choose an act first."));
        return;
    }
    const QString id = item->data(0, Qt::UserRole).toString();
    const QKeySequence keys = m_editor->keySequence();
    if (const auto other = m_keys.conflict(id, keys)) {
        m_message->setText(tr("%1 belongs to “%2”. Nothing was changed.")
                               .arg(keys.toString(QKeySequence::NativeText), *other));
    } else if (m_keys.change(id, keys)) {
        item->setText(1, keys.toString(QKeySequence::NativeText));
        m_message->setText(tr("Changed."));
    }
}

} // namespace wick::desktop
