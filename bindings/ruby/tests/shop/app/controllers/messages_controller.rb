# frozen_string_literal: true

class MessagesController < ActionController::API
  include Visitorseal::Rails::Verification
  verify_visitor :vendor, only: :create
  verify_visitor verifier: -> { Visitorseal::Verifier.new(:bookbag, "secret of #{params[:customer]}") }, only: :of_customer

  def create = render(json: { from: visitor.contact.external_id, key: visitor.key })

  alias_method :of_customer, :create
end
