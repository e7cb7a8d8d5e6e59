# frozen_string_literal: true

module Visitorseal
  # A setting that a scheme takes from the site, besides the secret.
  class Setting
    # @return [String] the setting's name: the keyword of {Signer#initialize}
    attr_reader :name

    # @return [String] what the setting is and where the vendor shows it
    attr_reader :about

    # @private
    def initialize(json)
      @name, @about, @required = json.values_at("name", "about", "required")
      freeze
    end

    # @return [Boolean] whether a signer needs the setting; a call that uses another setting asks for it then
    def required? = @required
  end
end
